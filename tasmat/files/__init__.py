"""Files of an organisation: uploaded with care, stored privately, handed out as attachments."""
