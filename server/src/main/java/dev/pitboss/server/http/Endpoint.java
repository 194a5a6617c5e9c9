package dev.pitboss.server.http;

import org.jspecify.annotations.Nullable;

/// One route of the API: method, path, access and handler.
///
/// @param method `GET`, `POST`, `PUT` or `DELETE`
/// @param path template, as in `/api/casino/rounds/:ref`
/// @param late what to answer when the deadline passes first
/// @param time until that deadline
public record Endpoint(
    String method, String path, Access access, Late late, ResponseTimeouts.Time time) {
  public Endpoint(String method, String path, Access access, Late late) {
    this(method, path, access, late, ResponseTimeouts.Time.USUAL);
  }

  /// The same for work that hashes a password, which has to wait for its turn.
  public Endpoint hashing() {
    return new Endpoint(method, path, access, late, ResponseTimeouts.Time.PASSWORD);
  }

  /// What a route requires of its clients, with the code that answers them. The kernel passes it to
  /// the [Authorizer], which knows its kinds.
  public interface Access {
    /// The feed that admitted clients listen to; null where a handler answers.
    default @Nullable LiveFeed feed() {
      return null;
    }

    /// Whether pages of any origin may ask: what is asked for carries all that proves it, and no
    /// cookie is looked at.
    default boolean isForAnyOrigin() {
      return false;
    }

    /// An answer in the form that the route's clients read, of handlers and of the kernel.
    default Response told(Response reply) {
      return reply;
    }
  }

  /// What is true of a request that got no answer in time.
  public enum Late {
    /// It changed nothing, or trying again is harmless.
    UNAVAILABLE,
    /// It may still settle a bet: the client asks again with the same key.
    PENDING
  }
}
