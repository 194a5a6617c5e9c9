package dev.pitboss.connections.agent;

import dev.pitboss.connections.inner.Frames;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.instrument.ClassFileTransformer;
import java.nio.charset.StandardCharsets;
import java.security.ProtectionDomain;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Puts a call to the library at every line of an application that takes a connection. Thread-safe.
///
/// Classes that do not mention `getConnection` are passed over by a search of their bytes. A class
/// that cannot be woven stays as it is, and is named in the report: an agent must not break what it
/// looks at.
final class Weaver implements ClassFileTransformer {
  private static final byte[] WORD = "getConnection".getBytes(StandardCharsets.US_ASCII);
  private static final int MOST_NOTES = 100;

  private final List<String> untouched;
  private final List<String> forOthers;
  private final AtomicInteger lines = new AtomicInteger();
  private final ConcurrentLinkedQueue<String> notTracked = new ConcurrentLinkedQueue<>();
  private final AtomicInteger notes = new AtomicInteger();
  private final Set<String> passingOn = ConcurrentHashMap.newKeySet();

  /// What has been woven so far.
  ///
  /// @param lines how many lines take connections
  /// @param notTracked the lines and classes that were left alone, and why
  record Report(int lines, List<String> notTracked) {
    @Override
    public String toString() {
      var text = new StringBuilder("woven: " + lines + (lines == 1 ? " line\n" : " lines\n"));
      notTracked.forEach(note -> text.append("not tracked: ").append(note).append('\n'));
      return text.toString();
    }
  }

  Weaver(AgentOptions options) {
    this(options, Frames.PLUMBING);
  }

  /// @param plumbing prefixes of classes whose connections are no borrows
  Weaver(AgentOptions options, List<String> plumbing) {
    untouched = Stream.concat(plumbing.stream(), options.excluded().stream()).toList();
    forOthers = Stream.concat(Frames.FRAMEWORKS.stream(), options.frameworks().stream()).toList();
  }

  Report report() {
    return new Report(lines.get(), List.copyOf(notTracked));
  }

  /// Whether a data source of this class only passes the question on to another, woven too.
  boolean passesOn(Class<?> type) {
    for (@Nullable Class<?> each = type; each != null; each = each.getSuperclass()) {
      if (passingOn.contains(each.getName())) {
        return true;
      }
    }
    return false;
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String internalName,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    if (loader == null
        || loader.equals(ClassLoader.getPlatformClassLoader())
        || internalName == null
        || redefined != null
        || !mentionsConnections(bytes)) {
      return null;
    }
    String name = internalName.replace('/', '.');
    if (untouched.stream().anyMatch(name::startsWith) || isLibrary(name)) {
      return null;
    }
    try {
      return weave(loader, name, bytes);
    } catch (RuntimeException e) {
      note(name + " (cannot be woven: " + e + ")");
      return null;
    }
  }

  private static boolean isLibrary(String name) {
    int end = name.lastIndexOf('.');
    return end > 0 && Frames.isLibrary(name.substring(0, end));
  }

  /// The class with a call to the library at each line that takes a connection; null if none does.
  byte @Nullable [] weave(ClassLoader loader, String name, byte[] bytes) {
    var hierarchy =
        ClassHierarchyResolver.ofResourceParsing(loader)
            .orElse(ClassHierarchyResolver.defaultResolver());
    ClassFile files = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(hierarchy));
    ClassModel model = files.parse(bytes);
    var woven =
        new WovenClass(
            model, new SourceTypes(loader, model), forOthers.stream().anyMatch(name::startsWith));
    woven.refused().forEach(this::note);
    if (woven.lines() == 0) {
      return null;
    }
    if (woven.needsHelper() && !seesHelper(loader)) {
      note(name + " (made for a Java before 11, by a class loader that does not see the agent)");
      return null;
    }
    byte[] result = woven.write(files);
    lines.addAndGet(woven.lines());
    if (woven.passesOn()) {
      passingOn.add(name);
    }
    return result;
  }

  private static boolean seesHelper(ClassLoader loader) {
    try {
      return Class.forName(WovenSites.class.getName(), false, loader) == WovenSites.class;
    } catch (ClassNotFoundException _) {
      return false;
    }
  }

  private void note(String what) {
    if (notes.getAndIncrement() < MOST_NOTES) {
      notTracked.add(what);
    }
  }

  private static boolean mentionsConnections(byte[] bytes) {
    search:
    for (int start = 0; start <= bytes.length - WORD.length; start++) {
      for (int i = 0; i < WORD.length; i++) {
        if (bytes[start + i] != WORD[i]) {
          continue search;
        }
      }
      return true;
    }
    return false;
  }
}
