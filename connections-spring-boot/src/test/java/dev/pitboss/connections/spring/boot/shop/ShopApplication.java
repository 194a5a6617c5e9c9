package dev.pitboss.connections.spring.boot.shop;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/// A web application with Spring Boot's own data source, JPA and transactions.
@SpringBootApplication
public class ShopApplication {}
