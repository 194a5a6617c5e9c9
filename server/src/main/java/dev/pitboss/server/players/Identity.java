package dev.pitboss.server.players;

import java.util.Optional;

/// Who an issuer says somebody is.
///
/// @param subject what the issuer calls them, for ever
/// @param preferredUsername what they would like to be called; anything at all
public record Identity(String issuer, String subject, Optional<String> preferredUsername) {}
