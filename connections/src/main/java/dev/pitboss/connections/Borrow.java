package dev.pitboss.connections;

/// A connection in somebody's hands, as it was when this was made.
///
/// @param site the line that took it
/// @param heldMillis since then
/// @param holdMillis how long its borrower said to keep it
/// @param scoped whether the end of a scope will give it back
/// @param overdue whether it was reported as kept too long
/// @param threadId of the thread that took it
/// @param threadName of that thread
public record Borrow(
    CallSite site,
    long heldMillis,
    long holdMillis,
    boolean scoped,
    boolean overdue,
    long threadId,
    String threadName) {}
