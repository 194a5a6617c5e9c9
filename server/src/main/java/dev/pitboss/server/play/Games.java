package dev.pitboss.server.play;

