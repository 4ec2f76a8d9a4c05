"""What every page has: the door to the engine, sign-in, language, the security policy, the frame."""
