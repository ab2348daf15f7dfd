"""Published features of CLIP, and the loss on the line that shifts both modalities along their gap."""
