package shop;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Runs programs side by side, each in a thread of its own, as if it were alone. */
public final class Several {
  private static final Waiting INPUT = new Waiting();

  /** @param arguments names of programs of this package */
  public static void main(String[] arguments) throws Exception {
    List<Program> programs = new ArrayList<>();
    for (String name : arguments) {
      Class<?> program = Class.forName("shop." + name);
      programs.add(() -> program.getMethod("main", String[].class).invoke(null, (Object) new String[0]));
    }
    run(programs);
  }

  /** A program that ends once its input does. */
  interface Program {
    void run() throws Exception;
  }

  /** Says so when all of them wait for input, and ends them when there is some. */
  static void run(List<Program> programs) throws Exception {
    InputStream input = System.in;
    INPUT.programs = new CountDownLatch(programs.size());
    System.setIn(INPUT);
    List<Thread> threads = new ArrayList<>();
    for (Program program : programs) {
      ClassLoader loader = Thread.currentThread().getContextClassLoader();
      Thread thread = new Thread(() -> runOne(program));
      thread.setContextClassLoader(loader);
      thread.start();
      threads.add(thread);
    }
    INPUT.programs.await();
    System.out.println("all ready");
    input.read();
    INPUT.end.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void runOne(Program program) {
    try {
      program.run();
    } catch (Exception e) {
      e.printStackTrace();
      System.exit(1);
    }
  }

  /** The input of all the programs: nothing until the end. */
  private static final class Waiting extends InputStream {
    private final CountDownLatch end = new CountDownLatch(1);
    private final ThreadLocal<Boolean> asked = new ThreadLocal<>();
    private CountDownLatch programs;

    private void asks() {
      if (asked.get() == null) {
        asked.set(true);
        programs.countDown();
      }
    }

    @Override
    public int available() {
      asks();
      return end.getCount() == 0 ? 1 : 0;
    }

    @Override
    public int read() throws IOException {
      asks();
      try {
        end.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      return '\n';
    }
  }
}
