/// What a scan is given and what it answers, the same for every language.
@NullMarked
package dev.pitboss.leaks.model;

import org.jspecify.annotations.NullMarked;
