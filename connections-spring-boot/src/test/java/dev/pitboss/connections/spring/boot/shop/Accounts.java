package dev.pitboss.connections.spring.boot.shop;

import org.springframework.data.repository.CrudRepository;

/// A repository that Spring Data implements.
public interface Accounts extends CrudRepository<Account, Long> {}
