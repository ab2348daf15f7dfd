"""What papers on images of digits share: the images, training in batches, and the contrastive losses."""
