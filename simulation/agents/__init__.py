"""The agents: state and rules of councils, organisations and contractors."""
