"""What figures measure."""
