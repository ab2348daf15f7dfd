"""What heads learn that are trained by gradients on images and texts of few shots."""
