"""The council: its rules, one file for each part of its business, and its Mesa agent."""
