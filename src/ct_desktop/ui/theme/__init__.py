"""How the app looks: colours, fonts, measures, icons, and the theme that follows the system."""
