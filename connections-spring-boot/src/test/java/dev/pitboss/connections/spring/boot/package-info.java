/// Spring Boot applications with tracked data sources, on Spring Boot 3 and 4.
@NullMarked
package dev.pitboss.connections.spring.boot;

import org.jspecify.annotations.NullMarked;
