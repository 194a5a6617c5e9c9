/// Staff accounts, their roles, and actions under dual control.
@NullMarked
package dev.pitboss.server.staff;

import org.jspecify.annotations.NullMarked;
