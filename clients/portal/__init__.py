"""The provincial portal: a catalogue of public services, forms that know what the register knows, one's dossiers."""
