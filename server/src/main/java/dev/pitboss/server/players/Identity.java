package dev.pitboss.server.players;

import java.util.Optional;

/// An identity as asserted by an issuer.
///
/// @param subject the issuer's permanent identifier
/// @param preferredUsername what they would like to be called; anything at all
public record Identity(String issuer, String subject, Optional<String> preferredUsername) {}
