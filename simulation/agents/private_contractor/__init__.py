"""Private contractors: rules and Mesa agent."""
