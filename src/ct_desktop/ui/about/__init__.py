"""What the app says about itself."""
