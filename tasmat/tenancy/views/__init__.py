"""Views of the platform inside an organisation: its front door and its settings."""
