package dev.pitboss.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/// The entry point of all commands. Reads the command line by the grammar, and hands it to the
/// program that runs the command.
public final class Main {
  private static final int FAILED = 1;

  private Main() {}

  /// Ends the process with the command's exit code; 2 is a usage error, with one line on standard
  /// error.
  public static void main(String[] words) throws Exception {
    int code = run(Arrays.asList(words));
    if (code != 0) {
      System.exit(code);
    }
  }

  private static int run(List<String> words) throws Exception {
    PrintStream out = utf8(FileDescriptor.out);
    PrintStream err = utf8(FileDescriptor.err);
    return Invocation.run(words, out, err, arguments -> run(arguments, out, err));
  }

  private static int run(Arguments arguments, PrintStream out, PrintStream err) throws Exception {
    String noun = arguments.noun();
    if (noun.equals("completion")) {
      out.print(Completion.script());
      return 0;
    }
    Optional<Program> program =
        ServiceLoader.load(Program.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(it -> it.nouns().contains(noun))
            .findFirst();
    if (program.isEmpty()) {
      err.println("pitboss: " + noun + " is run by the script: ./pitboss " + noun);
      return FAILED;
    }
    return program.get().run(arguments);
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
