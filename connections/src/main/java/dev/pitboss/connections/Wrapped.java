package dev.pitboss.connections;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.NClob;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLXML;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Wraps every object a tracked connection hands out, so that all of it leads back to that
/// connection.
///
/// An application may drop the connection and keep a statement, a result set, a LOB or a stream: as
/// long as one of them is reachable the connection is in use, and the collector must see it so.
/// Arrays and structures are handed out as they are: drivers read them whole, and applications cast
/// them to the driver's classes. [WrapperGenerator] calls these methods by their return type.
final class Wrapped {
  /// The types that [WrapperGenerator] must wrap: what the `wrap` methods below return.
  private static final Set<Class<?>> TYPES =
      Arrays.stream(Wrapped.class.getDeclaredMethods())
          .filter(method -> method.getName().equals("wrap"))
          .map(method -> (Class<?>) method.getReturnType())
          .collect(Collectors.toUnmodifiableSet());

  private Wrapped() {}

  static boolean wraps(Class<?> type) {
    return TYPES.contains(type);
  }

  /// What the driver itself made, for handing it back to the driver; anything else as it is.
  static @Nullable Object raw(@Nullable Object argument) {
    return argument instanceof TrackedResource child ? child.delegate() : argument;
  }

  static Connection wrap(TrackedConnection owner, Object parent, Connection raw) {
    return owner;
  }

  private static final class Statements {
    static final WrapperGenerator.Template<TrackedResource> TEMPLATE =
        WrapperGenerator.wrapper(TrackedResource.class, Statement.class);
  }

  @SuppressWarnings("ReferenceEquality") // identity is meant, independent of equals
  static @Nullable Statement wrap(TrackedConnection owner, Object parent, @Nullable Statement raw) {
    if (raw == null) {
      return null;
    }
    if (parent instanceof TrackedResource child
        && child.parent() instanceof TrackedResource statement
        && statement.delegate() == raw) {
      return (Statement) statement; // a result set knows its statement
    }
    return (Statement) Statements.TEMPLATE.make(owner, parent, raw);
  }

  private static final class PreparedStatements {
    static final WrapperGenerator.Template<TrackedResource> TEMPLATE =
        WrapperGenerator.wrapper(TrackedResource.class, PreparedStatement.class);
  }

  static @Nullable PreparedStatement wrap(
      TrackedConnection owner, Object parent, @Nullable PreparedStatement raw) {
    if (raw == null) {
      return null;
    }
    return (PreparedStatement) PreparedStatements.TEMPLATE.make(owner, parent, raw);
  }

  private static final class CallableStatements {
    static final WrapperGenerator.Template<TrackedResource> TEMPLATE =
        WrapperGenerator.wrapper(TrackedResource.class, CallableStatement.class);
  }

  static @Nullable CallableStatement wrap(
      TrackedConnection owner, Object parent, @Nullable CallableStatement raw) {
    if (raw == null) {
      return null;
    }
    return (CallableStatement) CallableStatements.TEMPLATE.make(owner, parent, raw);
  }

  private static final class ResultSets {
    static final WrapperGenerator.Template<TrackedResource> TEMPLATE =
        WrapperGenerator.wrapper(TrackedResource.class, ResultSet.class);
  }

  static @Nullable ResultSet wrap(TrackedConnection owner, Object parent, @Nullable ResultSet raw) {
    if (raw == null) {
      return null;
    }
    return (ResultSet) ResultSets.TEMPLATE.make(owner, parent, raw);
  }

  private static final class DatabaseMetaDatas {
    static final WrapperGenerator.Template<TrackedResource> TEMPLATE =
        WrapperGenerator.wrapper(TrackedResource.class, DatabaseMetaData.class);
  }

  static @Nullable DatabaseMetaData wrap(
      TrackedConnection owner, Object parent, @Nullable DatabaseMetaData raw) {
    if (raw == null) {
      return null;
    }
    return (DatabaseMetaData) DatabaseMetaDatas.TEMPLATE.make(owner, parent, raw);
  }

  private static final class ResultSetMetaDatas {
    static final WrapperGenerator.Template<TrackedResource> TEMPLATE =
        WrapperGenerator.wrapper(TrackedResource.class, ResultSetMetaData.class);
  }

  static @Nullable ResultSetMetaData wrap(
      TrackedConnection owner, Object parent, @Nullable ResultSetMetaData raw) {
    if (raw == null) {
      return null;
    }
    return (ResultSetMetaData) ResultSetMetaDatas.TEMPLATE.make(owner, parent, raw);
  }

  private static final class ParameterMetaDatas {
    static final WrapperGenerator.Template<TrackedResource> TEMPLATE =
        WrapperGenerator.wrapper(TrackedResource.class, ParameterMetaData.class);
  }

  static @Nullable ParameterMetaData wrap(
      TrackedConnection owner, Object parent, @Nullable ParameterMetaData raw) {
    if (raw == null) {
      return null;
    }
    return (ParameterMetaData) ParameterMetaDatas.TEMPLATE.make(owner, parent, raw);
  }

  private static final class Blobs {
    static final WrapperGenerator.Template<TrackedResource> TEMPLATE =
        WrapperGenerator.wrapper(TrackedResource.class, Blob.class);
  }

  static @Nullable Blob wrap(TrackedConnection owner, Object parent, @Nullable Blob raw) {
    if (raw == null) {
      return null;
    }
    return (Blob) Blobs.TEMPLATE.make(owner, parent, raw);
  }

  private static final class Clobs {
    static final WrapperGenerator.Template<TrackedResource> TEMPLATE =
        WrapperGenerator.wrapper(TrackedResource.class, Clob.class);
  }

  static @Nullable Clob wrap(TrackedConnection owner, Object parent, @Nullable Clob raw) {
    if (raw == null) {
      return null;
    }
    return (Clob) Clobs.TEMPLATE.make(owner, parent, raw);
  }

  private static final class NClobs {
    static final WrapperGenerator.Template<TrackedResource> TEMPLATE =
        WrapperGenerator.wrapper(TrackedResource.class, NClob.class);
  }

  static @Nullable NClob wrap(TrackedConnection owner, Object parent, @Nullable NClob raw) {
    if (raw == null) {
      return null;
    }
    return (NClob) NClobs.TEMPLATE.make(owner, parent, raw);
  }

  private static final class SqlXmls {
    static final WrapperGenerator.Template<TrackedResource> TEMPLATE =
        WrapperGenerator.wrapper(TrackedResource.class, SQLXML.class);
  }

  static @Nullable SQLXML wrap(TrackedConnection owner, Object parent, @Nullable SQLXML raw) {
    if (raw == null) {
      return null;
    }
    return (SQLXML) SqlXmls.TEMPLATE.make(owner, parent, raw);
  }

  private static final class Refs {
    static final WrapperGenerator.Template<TrackedResource> TEMPLATE =
        WrapperGenerator.wrapper(TrackedResource.class, Ref.class);
  }

  static @Nullable Ref wrap(TrackedConnection owner, Object parent, @Nullable Ref raw) {
    if (raw == null) {
      return null;
    }
    return (Ref) Refs.TEMPLATE.make(owner, parent, raw);
  }

  static @Nullable InputStream wrap(
      TrackedConnection owner, Object parent, @Nullable InputStream raw) {
    return raw == null ? null : new Streams.Input(raw, parent);
  }

  static @Nullable OutputStream wrap(
      TrackedConnection owner, Object parent, @Nullable OutputStream raw) {
    return raw == null ? null : new Streams.Output(raw, parent);
  }

  static @Nullable Reader wrap(TrackedConnection owner, Object parent, @Nullable Reader raw) {
    return raw == null ? null : new Streams.Characters(raw, parent);
  }

  static @Nullable Writer wrap(TrackedConnection owner, Object parent, @Nullable Writer raw) {
    return raw == null ? null : new Streams.Text(raw, parent);
  }

  /// A value of a column: mostly plain data, now and then something that lives on the connection.
  static @Nullable Object wrap(TrackedConnection owner, Object parent, @Nullable Object raw) {
    if (raw == null) {
      return null;
    }
    if (raw instanceof InputStream stream) {
      return wrap(owner, parent, stream);
    }
    if (raw instanceof Reader reader) {
      return wrap(owner, parent, reader);
    }
    // Numbers, strings, dates and byte arrays come by the million: one comparison sends them on.
    return raw.getClass().getModule() == Object.class.getModule()
        ? raw
        : wrapValue(owner, parent, raw);
  }

  private static @Nullable Object wrapValue(TrackedConnection owner, Object parent, Object raw) {
    if (raw instanceof NClob clob) {
      return wrap(owner, parent, clob);
    }
    if (raw instanceof Clob clob) {
      return wrap(owner, parent, clob);
    }
    if (raw instanceof Blob blob) {
      return wrap(owner, parent, blob);
    }
    if (raw instanceof SQLXML xml) {
      return wrap(owner, parent, xml);
    }
    if (raw instanceof Ref ref) {
      return wrap(owner, parent, ref);
    }
    return raw instanceof ResultSet rows ? wrap(owner, parent, rows) : raw;
  }

  /// A value asked for as a certain type. A driver's own class cannot be wrapped: then the
  /// connection counts as unwrapped, and a leak of it as merely suspected.
  @SuppressWarnings("ReferenceEquality") // the same object means that it was not wrapped
  static @Nullable Object wrap(
      TrackedConnection owner, Object parent, @Nullable Object raw, Class<?> type) {
    Object wrapped = wrap(owner, parent, raw);
    if (wrapped == raw || type.isInstance(wrapped)) {
      return wrapped;
    }
    owner.unwrapped();
    return raw;
  }
}
