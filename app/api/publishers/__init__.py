"""Who publishes or hosts the sources."""
