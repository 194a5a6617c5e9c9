package dev.pitboss.connections.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// Fails a test that does not give back every connection it borrowed, and names the lines that
/// borrowed them.
///
/// Watches every [dev.pitboss.connections.ConnectionTracker] that is open when the test starts.
/// Tests that share a tracker must not run at the same time.
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NoLeaksExtension.class)
public @interface NoLeaks {
  /// How long work in the background may still take to give its connections back after the test, in
  /// milliseconds.
  long graceMillis() default 1000;
}
