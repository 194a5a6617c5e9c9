package dev.pitboss.connections.agent;

import dev.pitboss.connections.CallSite;
import dev.pitboss.connections.inner.Frames;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.PseudoInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One class and its lines that take connections.
final class WovenClass {
  private static final int JAVA_11 = 55;
  private static final String CONNECTION = "java/sql/Connection";

  /// One place that takes a connection.
  ///
  /// @param description what its [WovenSite] is made from
  record Place(Borrowing borrowing, String description) {}

  private final ClassModel model;
  private final SourceTypes types;
  private final boolean forOthers;
  private final String file;
  private final Map<MethodModel, Map<Integer, Place>> places = new HashMap<>();
  private final List<String> refused = new ArrayList<>();
  private boolean passesOn;

  /// @param forOthers whether all of this class borrows on behalf of its callers
  WovenClass(ClassModel model, SourceTypes types, boolean forOthers) {
    this.model = model;
    this.types = types;
    this.forOthers = forOthers;
    String name = model.thisClass().asInternalName();
    this.file =
        model
            .findAttribute(Attributes.sourceFile())
            .map(source -> source.sourceFile().stringValue())
            .orElse(name.substring(name.lastIndexOf('/') + 1) + ".class");
    for (MethodModel method : model.methods()) {
      method.code().ifPresent(code -> look(method, code));
    }
  }

  int lines() {
    return places.values().stream().mapToInt(Map::size).sum();
  }

  /// The lines left alone, and why.
  List<String> refused() {
    return refused;
  }

  /// Whether this is a data source whose `getConnection` asks another one.
  boolean passesOn() {
    return passesOn;
  }

  /// Whether its class file is too old for constants that are computed.
  boolean needsHelper() {
    return model.majorVersion() < JAVA_11;
  }

  private void look(MethodModel method, CodeModel code) {
    List<CodeElement> elements = code.elementList();
    int line = 0;
    for (int i = 0; i < elements.size(); i++) {
      switch (elements.get(i)) {
        case LineNumber number -> line = number.line();
        case InvokeInstruction call -> {
          Optional<Borrowing> borrowing = Borrowing.of(call, types);
          if (borrowing.isPresent()) {
            found(method, i, borrowing.get(), line, castAfter(elements, i));
          }
        }
        case InvokeDynamicInstruction reference -> {
          Optional<Borrowing> borrowing = Borrowing.of(reference, types);
          if (borrowing.isPresent()) {
            found(method, i, borrowing.get(), line, Optional.empty());
          }
        }
        default -> {}
      }
    }
  }

  private void found(
      MethodModel method, int index, Borrowing borrowing, int line, Optional<String> cast) {
    String name = method.methodName().stringValue();
    boolean delegates =
        name.equals("getConnection") && types.isDataSource(model.thisClass().asInternalName());
    passesOn |= delegates;
    var site = new CallSite.Woven(file, Frames.written(name), line);
    if (cast.isPresent()) {
      refused.add(site + " (cast to " + cast.get().replace('/', '.') + ")");
      return;
    }
    places
        .computeIfAbsent(method, _ -> new HashMap<>())
        .put(
            index,
            new Place(
                borrowing, WovenSite.describe(borrowing.kind(), forOthers || delegates, site)));
  }

  /// A line that casts what it gets to a driver's class would fail on a wrapper.
  private static Optional<String> castAfter(List<CodeElement> elements, int index) {
    for (CodeElement element : elements.subList(index + 1, elements.size())) {
      switch (element) {
        case PseudoInstruction _ -> {
          continue;
        }
        case TypeCheckInstruction check -> {
          String type = check.type().asInternalName();
          return type.equals(CONNECTION) || type.equals("java/lang/AutoCloseable")
              ? Optional.empty()
              : Optional.of(type);
        }
        default -> {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  /// The class with its calls woven in.
  byte[] write(ClassFile files) {
    var added = new AddedMethods(model, needsHelper());
    ClassTransform transform =
        (builder, element) -> {
          if (element instanceof MethodModel method && places.containsKey(method)) {
            builder.transformMethod(method, MethodTransform.transformingCode(code(method, added)));
          } else {
            builder.with(element);
          }
        };
    return files.transformClass(model, transform.andThen(ClassTransform.endHandler(added::write)));
  }

  private CodeTransform code(MethodModel method, AddedMethods added) {
    Map<Integer, Place> here = places.getOrDefault(method, Map.of());
    return CodeTransform.ofStateful(() -> {
      int[] index = {0};
      return (builder, element) -> {
        Place place = here.get(index[0]++);
        if (place == null) {
          builder.with(element);
        } else {
          place.borrowing().write(builder, place.description(), added);
        }
      };
    });
  }
}
