package dev.pitboss.connections.agent;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.SourceFileAttribute;
import java.lang.constant.ClassDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.reflect.AccessFlag;
import java.nio.charset.StandardCharsets;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Puts a call of [Borrows] behind every `getConnection` of the classes an application loads.
///
/// The application's own instruction stays and does the work: what it throws, throws it from the
/// same line as ever, and what it returns is then tracked. Nothing branches, so stack map frames
/// stay true as they are, and no other class must be looked at. A class that cannot be woven is
/// left as it is, and [NotTracked] says so. Thread-safe.
final class Weaver implements ClassFileTransformer {
  private static final byte[] NAME = "getConnection".getBytes(StandardCharsets.US_ASCII);

  /// Dynamic constants came with Java 11.
  private static final int FIRST_WITH_DYNAMIC_CONSTANTS = ClassFile.JAVA_11_VERSION;

  /// Older ones jump to subroutines, and hardly borrow any more.
  private static final int OLDEST = ClassFile.JAVA_5_VERSION;

  /// Frames are carried over by hand; a jump that has become too long would need new ones.
  private final ClassFile classFile =
      ClassFile.of(
          ClassFile.StackMapsOption.DROP_STACK_MAPS,
          ClassFile.ShortJumpsOption.FAIL_ON_SHORT_JUMPS,
          ClassFile.DeadCodeOption.KEEP_DEAD_CODE);

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
    if (loader == null || internalName == null || redefined != null || !mentionsName(bytes)) {
      return null;
    }
    String className = internalName.replace('/', '.');
    if (!rules.weaves(className)) {
      return null;
    }
    try {
      return weave(className, bytes, () -> seesAgent(loader));
    } catch (RuntimeException | LinkageError e) {
      notTracked.say(className, "cannot be woven: " + e);
      return null;
    }
  }

  /// The class with its calls woven.
  ///
  /// @param seesAgent whether the class can link to the agent by name
  /// @return null if there is nothing to weave
  byte @Nullable [] weave(String className, byte[] bytes, BooleanSupplier seesAgent) {
    ClassModel model = classFile.parse(bytes);
    boolean hasConstants = model.majorVersion() >= FIRST_WITH_DYNAMIC_CONSTANTS;
    var calls = new WovenCalls(facts(className, model, hasConstants), notTracked);
    if (model.methods().stream().noneMatch(calls::isIn)) {
      return null;
    }
    if (model.majorVersion() < OLDEST || (!hasConstants && !seesAgent.getAsBoolean())) {
      notTracked.say(
          className,
          "a class file of version %d, in a class loader that does not see the agent"
              .formatted(model.majorVersion()));
      return null;
    }
    byte[] woven =
        classFile.transformClass(
            model,
            new ClassTransform() {
              @Override
              public void accept(ClassBuilder type, ClassElement element) {
                if (element instanceof MethodModel method && calls.isIn(method)) {
                  calls.weave(type, method);
                } else {
                  type.with(element);
                }
              }

              @Override
              public void atEnd(ClassBuilder type) {
                calls.addBridges(type);
              }
            });
    sites.addAndGet(calls.count());
    return calls.count() == 0 ? null : woven;
  }

  private WovenCalls.Facts facts(String className, ClassModel model, boolean hasConstants) {
    String file =
        model
            .findAttribute(Attributes.sourceFile())
            .map(SourceFileAttribute::sourceFile)
            .map(Object::toString)
            .orElse(className.substring(className.lastIndexOf('.') + 1) + ".class");
    boolean walks = rules.isFramework(className) || (!hasConstants && isDataSource(model));
    return new WovenCalls.Facts(
        ClassDesc.of(className),
        file,
        walks,
        hasConstants,
        model.flags().has(AccessFlag.INTERFACE));
  }

  /// A data source that asks another one does so for its caller. Where there are constants, the
  /// class itself can be asked; here a name must do.
  private static boolean isDataSource(ClassModel model) {
    List<String> supers = new ArrayList<>();
    model.interfaces().forEach(type -> supers.add(type.asInternalName()));
    model.superclass().ifPresent(type -> supers.add(type.asInternalName()));
    return supers.stream().anyMatch(name -> name.endsWith("DataSource"));
  }

  /// Asks the class loader itself: those of JBoss Modules and of OSGi do not look where
  /// `getParent()` points, and a class that cannot link to the agent must not try.
  private static boolean seesAgent(ClassLoader loader) {
    try {
      return loader.loadClass(Borrows.class.getName()) == Borrows.class;
    } catch (ClassNotFoundException | RuntimeException | LinkageError _) {
      return false;
    }
  }

  /// A class that does not have the name among its constants calls no such method: most are done
  /// with here.
  private static boolean mentionsName(byte[] bytes) {
    int last = bytes.length - NAME.length;
    for (int start = 0; start <= last; start++) {
      if (bytes[start] == NAME[0] && bytes[start + 3] == NAME[3]) {
        int matched = 1;
        while (matched < NAME.length && bytes[start + matched] == NAME[matched]) {
          matched++;
        }
        if (matched == NAME.length) {
          return true;
        }
      }
    }
    return false;
  }
}
