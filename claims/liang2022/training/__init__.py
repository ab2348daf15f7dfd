"""What training makes of two cones, by the temperature of the loss."""
