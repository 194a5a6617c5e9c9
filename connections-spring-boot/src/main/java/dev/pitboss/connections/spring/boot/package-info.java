/// Tracked connections in Spring Boot 3.5 and 4.0: every `DataSource` bean is tracked under its
/// name.
@NullMarked
package dev.pitboss.connections.spring.boot;

import org.jspecify.annotations.NullMarked;
