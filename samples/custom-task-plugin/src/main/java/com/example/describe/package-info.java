/** A task that describes pictures. */
package com.example.describe;
