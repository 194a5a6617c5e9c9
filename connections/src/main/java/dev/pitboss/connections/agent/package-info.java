/// The Java agent: tracked connections for an application that is not changed.
///
/// [dev.pitboss.connections.agent.Agent] starts with the virtual machine,
/// [dev.pitboss.connections.agent.Weaver] puts a call behind every `getConnection` of a class that
/// is loaded, [dev.pitboss.connections.agent.Borrows] is what is called, and
/// [dev.pitboss.connections.agent.Watch] keeps one tracker per pool.
@NullMarked
package dev.pitboss.connections.agent;

import org.jspecify.annotations.NullMarked;
