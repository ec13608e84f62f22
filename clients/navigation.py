"""What the clients app adds to the main menu."""
