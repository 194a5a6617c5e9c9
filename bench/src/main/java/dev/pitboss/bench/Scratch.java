package dev.pitboss.bench;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.commons.io.FileUtils;

/// What a benchmark leaves on the machine while it runs: a folder, processes and anything else that
/// has to be closed. All of it goes when the benchmark ends, also by SIGTERM or Ctrl-C.
/// Thread-safe.
public final class Scratch implements AutoCloseable {
  /// A server finishes what it does and stops its database.
  private static final Duration STOP = Duration.ofSeconds(20);

  private static final int DELETE_ATTEMPTS = 20;

  /// Stands for the end of the process, after which nothing is made.
  private static final Scratch ENDED = new Scratch(Path.of(""));

  private final Path folder;
  private final Deque<AutoCloseable> kept = new ArrayDeque<>();
  private boolean closed;

  private Scratch(Path folder) {
    this.folder = folder;
  }

  /// Makes the folder.
  ///
  /// @param name what the folder's name begins with
  public static Scratch create(String name) throws IOException {
    AtomicReference<Scratch> made = new AtomicReference<>();
    // registered before anything is made, and refused by a process that is ending already
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(made), "scratch"));
    synchronized (made) {
      if (made.get() == ENDED) {
        throw new IllegalStateException("the benchmark ends");
      }
      Scratch scratch = new Scratch(Files.createTempDirectory("pitboss-" + name).toRealPath());
      made.set(scratch);
      return scratch;
    }
  }

  private static void end(AtomicReference<Scratch> made) {
    Scratch scratch;
    synchronized (made) {
      scratch = made.getAndSet(ENDED);
    }
    if (scratch != null) {
      scratch.close();
    }
  }

  /// The folder, empty at first.
  public Path folder() {
    return folder;
  }

  /// Has it closed before the folder is deleted, the last one kept first.
  ///
  /// @return the same
  public <T extends AutoCloseable> T keep(T resource) {
    boolean tooLate;
    synchronized (kept) {
      tooLate = closed;
      if (!tooLate) {
        kept.push(resource);
      }
    }
    if (tooLate) {
      close(resource);
      throw new IllegalStateException("the benchmark ends");
    }
    return resource;
  }

  /// Has the process ended before the folder is deleted.
  ///
  /// @return the same
  public Process keep(Process process) {
    keep((AutoCloseable) () -> end(process));
    return process;
  }

  /// Ends a process in order, or else at once.
  public static void end(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized void close() {
    Deque<AutoCloseable> resources;
    synchronized (kept) {
      closed = true;
      resources = new ArrayDeque<>(kept);
      kept.clear();
    }
    resources.forEach(Scratch::close);
    endDatabases();
    delete();
  }

  private static void close(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception failure) {
      // the rest must go all the same
      System.err.println("not closed in order: " + failure);
    }
  }

  /// A server that was killed leaves its database running in the folder.
  private void endDatabases() {
    if (!Files.isDirectory(Path.of("/proc/self"))) {
      return;
    }
    ProcessHandle.allProcesses()
        .filter(this::worksInFolder)
        .forEach(ProcessHandle::destroyForcibly);
  }

  private boolean worksInFolder(ProcessHandle process) {
    try {
      Path working = Path.of("/proc", Long.toString(process.pid()), "cwd");
      return Files.readSymbolicLink(working).startsWith(folder)
          && process.pid() != ProcessHandle.current().pid();
    } catch (IOException _) {
      return false; // it has ended, or belongs to another user
    }
  }

  /// Processes that are ending may still write into it.
  private void delete() {
    for (int attempt = 1; Files.exists(folder); attempt++) {
      try {
        FileUtils.deleteDirectory(folder.toFile());
      } catch (IOException failure) {
        if (attempt == DELETE_ATTEMPTS) {
          System.err.println("not deleted: " + folder + ": " + failure);
          return;
        }
        pause(failure);
      }
    }
  }

  private static void pause(IOException failure) {
    try {
      TimeUnit.MILLISECONDS.sleep(failure instanceof DirectoryNotEmptyException ? 100 : 250);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
