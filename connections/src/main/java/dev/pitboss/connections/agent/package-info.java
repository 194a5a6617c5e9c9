/// The Java agent: tracked connections for an application that is not changed.
///
/// `Premain` is what the virtual machine starts, of any Java version;
/// [dev.pitboss.connections.agent.Agent] is what it starts in turn,
/// [dev.pitboss.connections.agent.Weaver] puts a call behind every `getConnection` of a class that
/// is loaded, [dev.pitboss.connections.agent.Borrows] is what is called, and
/// [dev.pitboss.connections.agent.Watch] keeps one tracker per pool.
///
/// `Main` is what `java -jar` starts: [dev.pitboss.connections.agent.AttachCommand] loads the agent
/// into an application that runs already, where [dev.pitboss.connections.agent.LoadedClasses]
/// weaves what is loaded. [dev.pitboss.connections.agent.ReportPage] serves what
/// [dev.pitboss.connections.agent.AgentStatus] says.
@NullMarked
package dev.pitboss.connections.agent;

import org.jspecify.annotations.NullMarked;
