package dev.pitboss.server.restrictions;

/// A limit a player has set, with the change that may wait for it.
///
/// @param setting its amount: minor units, or minutes for [LimitKind#TIME]
public record Limit(LimitKind kind, Period period, Setting setting) {}
