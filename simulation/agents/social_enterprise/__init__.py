"""Social enterprises: rules and Mesa agent."""
