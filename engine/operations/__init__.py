"""What a service task may call, by registered name."""
