package dev.pitboss.connections.agent;

import dev.pitboss.connections.internal.asm.ClassReader;
import dev.pitboss.connections.internal.asm.ClassWriter;
import dev.pitboss.connections.internal.asm.Opcodes;
import java.lang.instrument.ClassFileTransformer;
import java.nio.charset.StandardCharsets;
import java.security.ProtectionDomain;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Puts a call of [Borrows] behind every `getConnection` of the classes an application loads.
///
/// The application's own instruction stays and does the work: what it throws, throws it from the
/// same line as ever, and what it returns is then tracked. Stack map frames stay true as they are,
/// and no other class must be looked at. A class that cannot be woven is left as it is, and
/// [NotTracked] says so. Thread-safe.
final class Weaver implements ClassFileTransformer {
  private static final byte[] NAME = ascii("getConnection");

  /// What a woven class has among its constants: the one or the other.
  private static final byte[] WOVEN = ascii(Borrows.class.getName());

  private static final byte[] WOVEN_OLD = ascii(Borrows.class.getName().replace('.', '/'));

  /// Dynamic constants came with Java 11.
  private static final int FIRST_WITH_DYNAMIC_CONSTANTS = Opcodes.V11;

  /// Older ones jump to subroutines, and hardly borrow any more.
  private static final int OLDEST = Opcodes.V1_5;

  /// The newest that can be read.
  static final int NEWEST = Opcodes.V27;

  /// Where a class file has it, in two bytes.
  private static final int MAJOR_VERSION = 6;

  private final WeavingRules rules;
  private final NotTracked notTracked;
  private final AtomicInteger sites = new AtomicInteger();

  Weaver(WeavingRules rules, NotTracked notTracked) {
    this.rules = rules;
    this.notTracked = notTracked;
  }

  /// Calls woven so far.
  int sites() {
    return sites.get();
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String internalName,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    return redefined == null || isWoven(redefined)
        ? transform(loader, internalName, bytes, true)
        : null;
  }

  /// A class that is replaced must keep its methods, those of the weaver too.
  private static boolean isWoven(Class<?> redefined) {
    try {
      return redefined.getDeclaredMethod(WovenCalls.CONSTANT + 0).isSynthetic();
    } catch (NoSuchMethodException | LinkageError ignored) {
      return false;
    }
  }

  /// The same for a class that is loaded already and gets no method more, unless it is woven.
  byte @Nullable [] transformLoaded(
      @Nullable ClassLoader loader, @Nullable String internalName, byte[] bytes) {
    return mentions(bytes, WOVEN) || mentions(bytes, WOVEN_OLD)
        ? null
        : transform(loader, internalName, bytes, false);
  }

  private byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String internalName,
      byte[] bytes,
      boolean mayAddMethods) {
    if (loader == null || internalName == null || !mayBorrow(bytes)) {
      return null;
    }
    String className = internalName.replace('/', '.');
    if (!rules.weaves(className)) {
      return null;
    }
    try {
      return weave(className, bytes, mayAddMethods, () -> seesAgent(loader));
    } catch (RuntimeException | LinkageError e) {
      notTracked.say(className, "cannot be woven: " + e);
      return null;
    }
  }

  /// The class with its calls woven.
  ///
  /// @param mayAddMethods whether the class may get methods of its own for method references
  /// @param seesAgent whether the class can link to the agent by name
  /// @return null if there is nothing to weave
  byte @Nullable [] weave(
      String className, byte[] bytes, boolean mayAddMethods, BooleanSupplier seesAgent) {
    int version = version(bytes);
    if (version > NEWEST) {
      notTracked.say(
          className,
          "a class file of version %d; up to %d can be woven".formatted(version, NEWEST));
      return null;
    }
    var reader = new ClassReader(bytes);
    BorrowScan scan = BorrowScan.of(reader);
    if (!scan.borrows()) {
      return null;
    }
    boolean hasConstants = version >= FIRST_WITH_DYNAMIC_CONSTANTS;
    if (version < OLDEST || (!hasConstants && !seesAgent.getAsBoolean())) {
      notTracked.say(
          className,
          "a class file of version %d, in a class loader that does not see the agent"
              .formatted(version));
      return null;
    }
    // no frames are computed: those of the class stay true, and a branch brings its own
    var writer = new ClassWriter(reader, 0);
    WovenCalls.Facts facts = facts(className, scan, hasConstants, mayAddMethods);
    var calls = new WovenCalls(writer, facts, scan, notTracked);
    reader.accept(calls, hasConstants ? ClassReader.EXPAND_FRAMES : 0);
    sites.addAndGet(calls.count());
    return calls.count() == 0 ? null : writer.toByteArray();
  }

  private static int version(byte[] bytes) {
    return ((bytes[MAJOR_VERSION] & 0xff) << Byte.SIZE) | (bytes[MAJOR_VERSION + 1] & 0xff);
  }

  /// A data source that asks another one does so for its caller. Where there are constants, the
  /// class itself can be asked; otherwise the name of a supertype must do.
  private WovenCalls.Facts facts(
      String className, BorrowScan scan, boolean hasConstants, boolean mayAddMethods) {
    String file =
        scan.file().orElse(className.substring(className.lastIndexOf('.') + 1) + ".class");
    boolean walks = rules.isFramework(className) || (!hasConstants && scan.isDataSource());
    return new WovenCalls.Facts(
        className.replace('.', '/'), file, walks, hasConstants, mayAddMethods);
  }

  /// Asks the class loader itself: those of JBoss Modules and of OSGi do not look where
  /// `getParent()` points, and a class that cannot link to the agent must not try.
  private static boolean seesAgent(ClassLoader loader) {
    try {
      return loader.loadClass(Borrows.class.getName()) == Borrows.class;
    } catch (ClassNotFoundException | RuntimeException | LinkageError ignored) {
      return false;
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /// A class that does not have the name among its constants calls no such method: most are done
  /// with here.
  static boolean mayBorrow(byte[] bytes) {
    return mentions(bytes, NAME);
  }

  private static boolean mentions(byte[] bytes, byte[] name) {
    int end = name.length - 1;
    int last = bytes.length - name.length;
    for (int start = 0; start <= last; start++) {
      if (bytes[start] == name[0] && bytes[start + end] == name[end]) {
        int matched = 1;
        while (matched < end && bytes[start + matched] == name[matched]) {
          matched++;
        }
        if (matched == end) {
          return true;
        }
      }
    }
    return false;
  }
}
