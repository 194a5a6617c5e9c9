package dev.pitboss.connections.spring.boot;

/// Marks the proxy of a data source whose borrows are tracked already: neither a second proxy nor
/// the agent counts them again.
public interface TrackedBean {}
