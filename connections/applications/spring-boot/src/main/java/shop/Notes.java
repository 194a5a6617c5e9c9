package shop;

import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Writes by JPA in a transaction that Spring opens before the method. */
@Service
class Notes {
  private final EntityManager entities;

  Notes(EntityManager entities) {
    this.entities = entities;
  }

  @Transactional
  public long add(String text) {
    Note note = new Note(); // BORROWS /jpa
    note.text = text;
    entities.persist(note);
    return note.id;
  }

  @Entity(name = "note")
  static class Note {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    private String text;
  }
}
