/// The lobby in a real browser: journeys, proofs, accessibility and budgets.
@NullMarked
package dev.pitboss.server.web;

import org.jspecify.annotations.NullMarked;
