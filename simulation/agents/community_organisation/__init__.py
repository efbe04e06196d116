"""Community organisations: rules and Mesa agent."""
