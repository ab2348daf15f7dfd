"""Published features of CLIP, shifted along their gap."""
