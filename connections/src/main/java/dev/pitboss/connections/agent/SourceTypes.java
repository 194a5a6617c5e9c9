package dev.pitboss.connections.agent;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tells which classes are data sources, from their class files: loading one while another is being
/// loaded would change the order in which an application's classes start.
final class SourceTypes {
  private static final String DATA_SOURCE = "javax/sql/DataSource";
  private static final int MOST_ANCESTORS = 200;

  private final ClassLoader loader;
  private final ClassModel own;

  /// @param own the class that is being woven, which the loader may not be able to show yet
  SourceTypes(ClassLoader loader, ClassModel own) {
    this.loader = loader;
    this.own = own;
  }

  /// Whether the class is known to implement `javax.sql.DataSource`.
  ///
  /// @param internalName such as `com/acme/Pool`
  boolean isDataSource(String internalName) {
    Deque<String> open = new ArrayDeque<>();
    Set<String> seen = new HashSet<>();
    open.add(internalName);
    while (!open.isEmpty() && seen.size() < MOST_ANCESTORS) {
      String name = open.remove();
      if (name.equals(DATA_SOURCE)) {
        return true;
      }
      if (seen.add(name) && !name.startsWith("java/") && !name.startsWith("[")) {
        ClassModel model = find(name);
        if (model != null) {
          model.superclass().map(ClassEntry::asInternalName).ifPresent(open::add);
          model.interfaces().forEach(each -> open.add(each.asInternalName()));
        }
      }
    }
    return false;
  }

  private @Nullable ClassModel find(String name) {
    if (own.thisClass().asInternalName().equals(name)) {
      return own;
    }
    try (InputStream in = loader.getResourceAsStream(name + ".class")) {
      return in == null ? null : ClassFile.of().parse(in.readAllBytes());
    } catch (IOException _) {
      return null; // a class that cannot be read is not known to be one
    }
  }
}
