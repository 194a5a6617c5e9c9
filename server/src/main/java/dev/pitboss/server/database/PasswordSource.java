package dev.pitboss.server.database;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Source of the login role's password. A file is read again for each new connection, so that a
/// rotated password needs no restart.
public sealed interface PasswordSource {
  /// The password of this moment; empty for none.
  ///
  /// @throws SQLException when the file cannot be used; names the file
  String read() throws SQLException;

  /// A password that stays.
  record Fixed(String text) implements PasswordSource {
    @Override
    public String read() {
      return text;
    }

    /// Without the password.
    @Override
    public String toString() {
      return "Fixed[***]";
    }
  }

  /// The first line of a file.
  record OfFile(Path file) implements PasswordSource {
    @Override
    public String read() throws SQLException {
      String password = contents(file).lines().findFirst().orElse("");
      if (password.isEmpty()) {
        throw refused("the password file " + file + " is empty", null);
      }
      return password;
    }
  }

  /// The matching entry of a libpq password file, as `~/.pgpass`.
  ///
  /// @param hosts each as `host:port`; all must have the same password
  /// @param isRequired whether the file must exist
  record OfPgPass(Path file, List<String> hosts, String database, String user, boolean isRequired)
      implements PasswordSource {
    private static final Set<PosixFilePermission> OF_OTHERS =
        Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    public OfPgPass {
      hosts = List.copyOf(hosts);
    }

    @Override
    public String read() throws SQLException {
      if (!isRequired && !Files.isRegularFile(file)) {
        return "";
      }
      String text = contents(file);
      refuseIfOthersMayRead();
      List<Optional<String>> found =
          hosts.stream().map(host -> PgPass.find(text, host, database, user)).distinct().toList();
      if (found.size() > 1) {
        throw refused(
            "the password file %s has different passwords for the hosts of one URL".formatted(file),
            null);
      }
      return found.getFirst().orElse("");
    }

    private void refuseIfOthersMayRead() throws SQLException {
      try {
        if (Files.getPosixFilePermissions(file).stream().anyMatch(OF_OTHERS::contains)) {
          throw refused(
              "the password file %s must be readable by its owner only: chmod 600".formatted(file),
              null);
        }
      } catch (IOException failure) {
        throw refused("cannot read the permissions of the password file " + file, failure);
      }
    }
  }

  private static String contents(Path file) throws SQLException {
    try {
      if (Files.size(file) > PgPass.MAX_FILE_BYTES) {
        throw refused(
            "the password file %s is larger than %d bytes".formatted(file, PgPass.MAX_FILE_BYTES),
            null);
      }
      return Files.readString(file);
    } catch (NoSuchFileException missing) {
      throw refused("there is no password file " + file, missing);
    } catch (CharacterCodingException binary) {
      throw refused("the password file " + file + " is not a text in UTF-8", binary);
    } catch (IOException failure) {
      throw refused("cannot read the password file " + file, failure);
    }
  }

  private static SQLException refused(String message, @Nullable Exception cause) {
    return new SQLException(message, "28000", cause);
  }
}
