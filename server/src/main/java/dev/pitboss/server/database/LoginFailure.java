package dev.pitboss.server.database;

import java.security.cert.CertificateException;
import java.sql.SQLException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Says in one line why there is no session, with what to look at.
final class LoginFailure {
  private static final int MAX_CAUSES = 10;

  private LoginFailure() {}

  static String text(SQLException failure) {
    return "%s (SQLSTATE %s): %s%s"
        .formatted(
            FailureReason.of(failure).words(),
            failure.getSQLState(),
            firstLine(failure),
            ofCertificate(failure));
  }

  /// The driver says that it could not connect securely; the reason is in what caused it.
  private static String ofCertificate(SQLException failure) {
    @Nullable Throwable cause = failure.getCause();
    for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
      boolean isLast = !(cause.getCause() instanceof CertificateException);
      if ((cause instanceof SSLException && isLast) || cause instanceof CertificateException) {
        return ": " + firstLine(cause);
      }
      cause = cause.getCause();
    }
    return "";
  }

  private static String firstLine(Throwable failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }
}
