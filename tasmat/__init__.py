"""The platform: organisations, access, audit, jobs, encryption and the look. It knows nothing of clients."""
