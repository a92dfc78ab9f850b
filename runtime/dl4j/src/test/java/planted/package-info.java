/** Classes of no library, as users and strangers have them. */
package planted;
