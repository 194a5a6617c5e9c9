package dev.pitboss.leaks.java.source;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ImportTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a source calls by a short name.
///
/// @param packageName its package, or empty
/// @param classes qualified names by simple name
/// @param packages imported as a whole, classes with `*` included
/// @param members qualified names of static members by name
/// @param owners classes whose static members are imported as a whole
public record Imports(
    String packageName,
    Map<String, String> classes,
    List<String> packages,
    Map<String, String> members,
    List<String> owners) {

  static Imports of(CompilationUnitTree unit) {
    Map<String, String> classes = new HashMap<>();
    Map<String, String> members = new HashMap<>();
    List<String> packages = new ArrayList<>();
    List<String> owners = new ArrayList<>();
    for (ImportTree each : unit.getImports()) {
      String name = TypeName.of(each.getQualifiedIdentifier()).name();
      int dot = name.lastIndexOf('.');
      if (each.isModule()) {
        packages.addAll(List.of("java.sql", "javax.sql", "java.util", "java.io"));
      } else if (dot > 0) {
        String last = name.substring(dot + 1);
        boolean all = last.equals("*");
        if (each.isStatic()) {
          if (all) {
            owners.add(name.substring(0, dot));
          } else {
            members.put(last, name.substring(0, dot));
          }
        } else if (all) {
          packages.add(name.substring(0, dot));
        } else {
          classes.put(last, name);
        }
      }
    }
    var packageTree = unit.getPackageName();
    String packageName = packageTree == null ? "" : TypeName.of(packageTree).name();
    return new Imports(packageName, classes, packages, members, owners);
  }
}
