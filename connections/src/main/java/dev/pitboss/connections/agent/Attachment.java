package dev.pitboss.connections.agent;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import com.sun.tools.attach.VirtualMachineDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/// Loads the agent into a running virtual machine, through the JDK's attach interface.
final class Attachment {
  private static final int NEEDED = 17;
  private static final String ROOT = "root";

  private Attachment() {}

  /// The outcome of an attempt.
  ///
  /// @param name the main class or jar of the process
  /// @param state what the agent in that process says
  /// @param isNew whether the agent was started by this attempt
  record Result(String name, String state, boolean isNew) {
    boolean isWatching() {
      return isNew || state.startsWith("already ");
    }
  }

  /// The virtual machines that can be seen, but for this one, one line each.
  static List<String> list() {
    String own = Long.toString(ProcessHandle.current().pid());
    return VirtualMachine.list().stream()
        .filter(machine -> !machine.id().equals(own))
        .map(machine -> "%8s  %s".formatted(machine.id(), name(machine.displayName())))
        .sorted()
        .toList();
  }

  /// The main class or jar; what follows may hold passwords.
  private static String name(String commandLine) {
    String name = commandLine.split(" ", 2)[0];
    return name.isEmpty() ? "(unknown)" : name;
  }

  /// Attaches, unless the agent is there already.
  ///
  /// @throws AttachRefusedException if there is no such process, it is no virtual machine, it is
  ///   another user's, its Java is older than 17, or it refuses
  static Result attach(long pid, Path jar, String options) throws AttachRefusedException {
    check(pid);
    try {
      VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
      try {
        return load(machine, jar, options);
      } finally {
        machine.detach();
      }
    } catch (AttachNotSupportedException | IOException e) {
      throw refused(
          pid,
          "cannot be attached to (it may have been started with -XX:+DisableAttachMechanism): "
              + e.getMessage());
    } catch (AgentLoadException e) {
      throw refused(
          pid,
          "does not load the agent from "
              + jar
              + " (it must be able to read that file, and must not run with"
              + " -XX:-EnableDynamicAgentLoading): "
              + e.getMessage());
    } catch (AgentInitializationException e) {
      throw refused(pid, "has an older copy of the agent, which cannot be attached: " + e);
    }
  }

  private static Result load(VirtualMachine machine, Path jar, String options)
      throws AttachRefusedException, IOException, AgentLoadException, AgentInitializationException {
    Properties before = machine.getSystemProperties();
    String name = name(before.getProperty("sun.java.command", ""));
    String java = before.getProperty("java.specification.version", "");
    if (isTooOld(java)) {
      throw refused(
          machine.id(),
          "runs on Java %s: the agent needs Java %d or newer".formatted(java, NEEDED));
    }
    String state = before.getProperty(Agent.STATE, "");
    if (state.startsWith(Agent.WATCHING)) {
      return new Result(name, "already " + state + " (nothing was changed)", false);
    }
    machine.loadAgent(jar.toString(), options);
    state = machine.getSystemProperties().getProperty(Agent.STATE, "the agent gave no answer");
    return new Result(name, state, state.startsWith(Agent.WATCHING));
  }

  /// Whether this `java.specification.version` is older than the agent's.
  static boolean isTooOld(String version) {
    return version.startsWith("1.")
        || (version.matches("[0-9]{1,4}") && Integer.parseInt(version) < NEEDED);
  }

  /// Before the process is asked anything: the request is a signal that ends, or stops, many a
  /// program that is no virtual machine.
  private static void check(long pid) throws AttachRefusedException {
    Optional<ProcessHandle> process = ProcessHandle.of(pid);
    if (process.isEmpty()) {
      throw new AttachRefusedException(
          "no process has the id " + pid + "; 'list' shows those to use");
    }
    if (pid == ProcessHandle.current().pid()) {
      throw refused(pid, "is this command itself");
    }
    Optional<String> other =
        otherOwner(
            ProcessHandle.current().info().user(), process.flatMap(found -> found.info().user()));
    if (other.isPresent()) {
      throw refused(pid, "belongs to user " + other.get() + ": run this command as that user");
    }
    if (!isVirtualMachine(pid)) {
      throw refused(pid, "is no Java virtual machine; 'list' shows those to use");
    }
  }

  /// The owner of a process, if it is known to be one that this user must not touch.
  static Optional<String> otherOwner(Optional<String> own, Optional<String> owner) {
    return owner.filter(
        user -> own.isPresent() && !own.get().equals(ROOT) && !own.get().equals(user));
  }

  /// A virtual machine may hide from `list`, as with `-XX:-UsePerfData`: Linux tells what it has
  /// loaded.
  private static boolean isVirtualMachine(long pid) {
    String id = Long.toString(pid);
    if (VirtualMachine.list().stream().map(VirtualMachineDescriptor::id).anyMatch(id::equals)) {
      return true;
    }
    try (Stream<String> mapped = Files.lines(Path.of("/proc", id, "maps"))) {
      return mapped.anyMatch(line -> line.endsWith("/libjvm.so"));
    } catch (IOException | RuntimeException ignored) {
      return false;
    }
  }

  private static AttachRefusedException refused(Object pid, String reason) {
    return new AttachRefusedException("process " + pid + " " + reason);
  }
}
