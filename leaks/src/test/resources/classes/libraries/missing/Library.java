package missing;

public interface Library {}
