"""OpenID Connect as allauth has it, but that every token's signature is checked."""
