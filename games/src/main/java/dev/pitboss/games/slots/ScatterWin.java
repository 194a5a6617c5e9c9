package dev.pitboss.games.slots;

/// Enough scatters in view to pay or to award free spins.
///
/// @param count how many are in view
/// @param payoutMinor in minor units, the spin's multiplier included; 0 when they award spins only
public record ScatterWin(int count, long payoutMinor) {}
